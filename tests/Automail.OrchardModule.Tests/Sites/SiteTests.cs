using Automail.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OrchardCore.Data.YesSql;
using OrchardCore.Environment.Shell;
using Shouldly;
using Xunit;
using YesSql;

namespace Automail.OrchardModule.Tests.Sites;

[CollectionDefinition(nameof(SharedSite))]
public sealed class SharedSite : ICollectionFixture<Site>;

[Collection(nameof(SharedSite))]
public sealed class SiteTests(Site site)
{
    [Fact]
    public async Task The_site_sets_itself_up_with_the_module_and_without_an_error()
    {
        var features = await site.WithAsync<IShellFeaturesManager, IEnumerable<string>>(
            async manager => (await manager.GetEnabledFeaturesAsync()).Select(feature => feature.Id));

        features.ShouldContain(FeatureIds.Automail);
        site.SetupErrors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_engines_time_is_the_sites_clock()
    {
        var time = await site.WithAsync<OrchardTimeProvider, DateTimeOffset>(provider => Task.FromResult(provider.GetUtcNow()));

        time.ShouldBe(site.Clock.Now);
    }
}
