using Automail.Engine;
using Automail.Engine.Flow;
using Automail.Engine.Templates;
using Automail.Engine.Tracking;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests;

[Collection(nameof(SharedSite))]
public sealed class EngineTests(Site site)
{
    [Fact]
    public async Task The_container_puts_the_whole_engine_together()
    {
        await site.InScopeAsync(services =>
        {
            services.GetRequiredService<DueWorker>();
            services.GetRequiredService<Intake>();
            services.GetRequiredService<Responses>();
            services.GetRequiredService<ITemplateSource>();
            services.GetRequiredService<IUnitOfWork>();
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task The_secret_of_the_links_is_made_at_the_first_start_and_kept()
    {
        var content = new TokenContent(TokenKind.Unsubscribe, new string('a', 32));
        var token = await site.WithAsync<ITokenProtector, string>(tokens => Task.FromResult(tokens.Protect(content)));

        var read = await site.WithAsync<ITokenProtector, TokenContent?>(tokens => Task.FromResult(tokens.Unprotect(token)));

        read.ShouldBe(content);
    }

    [Fact]
    public async Task A_site_knows_its_name_zone_and_sender()
    {
        var profile = await site.WithAsync<ISite, SiteProfile>(async orchard => await orchard.GetProfileAsync());

        profile.Name.ShouldBe("Shop");
        profile.TimeZone.ShouldBe("Etc/UTC");
        profile.From.Address.ShouldBe("shop@shop.example");
    }
}
