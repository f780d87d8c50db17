using Automail.OrchardModule.Tests.Sites;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Security;
using OrchardCore.Security.Permissions;
using OrchardCore.Users;
using OrchardCore.Users.Models;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>On a site of its own, where visitors may view nothing.</summary>
public sealed class LatestContentRightsTests(Site site) : LatestContentActs(site), IClassFixture<Site>
{
    [Fact]
    public async Task Nobody_gets_what_the_own_account_may_not_view()
    {
        await TypeAsync("Secret", securable: true);
        await PublishAsync("Secret", "for members");
        await Site.InScopeAsync(async services =>
        {
            var roles = services.GetRequiredService<RoleManager<IRole>>();
            foreach (var name in (string[])["Anonymous", "Authenticated"])
            {
                var role = (Role)(await roles.FindByNameAsync(name))!;
                role.RoleClaims.RemoveAll(claim => claim.ClaimValue == "ViewContent");
                await roles.UpdateAsync(role);
            }

            var members = new Role { RoleName = "Members" };
            members.RoleClaims.Add(new RoleClaim(Permission.ClaimType, "View_Secret"));
            (await roles.CreateAsync(members)).Succeeded.ShouldBeTrue();
        });
        await Site.AddUserAsync("member", "member@latest.example");
        await Site.InScopeAsync(async services =>
        {
            var users = services.GetRequiredService<UserManager<IUser>>();
            await users.AddToRoleAsync((await users.FindByNameAsync("member"))!, "Members");
        });
        await Site.AddUserAsync("stranger", "stranger@latest.example");
        await Site.AddUserAsync("impostor", "impostor@latest.example");
        await Site.InScopeAsync(async services =>
        {
            var users = services.GetRequiredService<UserManager<IUser>>();
            var impostor = (User)(await users.FindByNameAsync("impostor"))!;
            await users.AddToRoleAsync(impostor, "Members");
            impostor.EmailConfirmed = false;
            await users.UpdateAsync(impostor);
        });

        (await SubjectAsync("Secret", "latest_content", "member@latest.example")).ShouldBe("1:[for members]");
        (await SubjectAsync("Secret", "latest_content", "stranger@latest.example")).ShouldBe("0:");
        (await SubjectAsync("Secret", "latest_content", "impostor@latest.example")).ShouldBe("0:", "the address is not confirmed");
        (await SubjectAsync("Secret", "latest_content", "nouser@latest.example")).ShouldBe("0:");
        (await SubjectAsync("Secret", "latest_content", "member@latest.example")).ShouldBe("1:[for members]");
    }
}
