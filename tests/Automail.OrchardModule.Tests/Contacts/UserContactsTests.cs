using Automail.OrchardModule.Behavior.Recording;
using Automail.OrchardModule.Contacts.Users;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Users;
using OrchardCore.Users.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Contacts;

[Collection(nameof(SharedSite))]
public sealed class UserContactsTests(Site site)
{
    [Fact]
    public async Task A_new_user_is_a_contact_that_registered_once()
    {
        var user = await site.AddUserAsync("newcomer", "newcomer@users.test");
        await site.SweepAsync();
        await site.SweepAsync();

        var contact = (await site.FindContactAsync("newcomer@users.test")).ShouldNotBeNull();
        contact.ExternalId.ShouldBe(user.UserId);
        contact.Name.ShouldBe("newcomer");
        contact.Locale.ShouldBe("en-US");
        (await site.EventsOfAsync("newcomer@users.test")).ShouldHaveSingleItem().Type.ShouldBe("user.registered");
    }

    [Fact]
    public async Task The_form_s_consent_zone_and_name_are_part_of_the_registration()
    {
        await site.AddUserAsync("consenting", "consenting@users.test", services =>
        {
            var details = services.GetRequiredService<RegistrationDetails>();
            (details.Name, details.TimeZone, details.Locale) = ("Ann Example", "Pacific/Auckland", "nl-BE");
            details.Consents.Add(new ConsentGiven("marketing", "registration form", "3"));
        });
        await site.SweepAsync();

        var contact = (await site.FindContactAsync("consenting@users.test")).ShouldNotBeNull();
        (contact.Name, contact.TimeZone, contact.Locale).ShouldBe(("Ann Example", "Pacific/Auckland", "nl-BE"));
        var registered = (await site.EventsOfAsync("consenting@users.test")).ShouldHaveSingleItem();
        registered.Data.GetProperty("consent")[0].GetProperty("textVersion").GetString().ShouldBe("3");
    }

    [Fact]
    public async Task A_new_address_moves_the_contact()
    {
        var user = await site.AddUserAsync("mover", "before@users.test");
        await site.SweepAsync();
        var before = (await site.FindContactAsync("before@users.test")).ShouldNotBeNull();

        await site.InScopeAsync(async services =>
        {
            var manager = services.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<IUser>>();
            var known = await services.GetRequiredService<IUserService>().GetUserByUniqueIdAsync(user.UserId);
            (await manager.SetEmailAsync(known, "after@users.test")).Succeeded.ShouldBeTrue();
        });
        await site.SweepAsync();

        (await site.FindContactAsync("after@users.test"))!.Id.ShouldBe(before.Id);
        (await site.FindContactAsync("before@users.test")).ShouldBeNull();
    }

    [Fact]
    public async Task A_registration_that_is_rolled_back_leaves_no_contact()
    {
        await Should.ThrowAsync<InvalidOperationException>(site.InScopeAsync(async services =>
        {
            await services.GetRequiredService<IUserService>().CreateUserAsync(
                new OrchardCore.Users.Models.User { UserName = "ghost", Email = "ghost@users.test" }, Site.AdminPassword, (_, _) => { });
            throw new InvalidOperationException("The form failed after all.");
        }));
        await site.SweepAsync();

        (await site.FindContactAsync("ghost@users.test")).ShouldBeNull();
    }

    [Fact]
    public async Task The_site_s_first_user_is_nobody_s_customer()
        => (await site.FindContactAsync(Site.AdminEmail)).ShouldBeNull();
}
