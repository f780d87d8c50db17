using Automail.Engine.Templates;
using Automail.OrchardModule.Tests.Sites;
using Automail.ReadyTemplateTests;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>The portable Liquid in Orchard: the same cases, with the same outcome, as on the command line.</summary>
[Collection(nameof(SharedSite))]
public sealed class PortableLiquidTests(Site site)
{
    public static TheoryData<string, string, string, string?> Cases
        => [.. PortableCases.All.Select(one => new TheoryDataRow<string, string, string, string?>(one.Source, one.Expected, one.Locale, one.Zone))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Means_what_it_means_on_the_command_line(string source, string expected, string locale, string? zone)
        => (await site.WithAsync<ILiquid, string>(async liquid
            => await liquid.Parse(source, LiquidEncoding.Html).RenderAsync(PortableCases.Model, new LiquidContext(locale, zone, ReadyMails.Now), TestContext.Current.CancellationToken)))
            .ShouldBe(expected);
}
