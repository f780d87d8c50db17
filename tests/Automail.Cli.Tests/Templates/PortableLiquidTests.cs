using Automail.Cli.Templates;
using Automail.Cli.Templates.Liquid;
using Automail.Engine.Templates;
using Automail.ReadyTemplateTests;

namespace Automail.Cli.Tests.Templates;

/// <summary>The portable Liquid on the command line, and that nothing that is written in it is untested.</summary>
public sealed class PortableLiquidTests
{
    // Known to Orchard only; the docs say so.
    private static readonly string[] OrchardOnly = ["latest_content"];

    private static readonly string[] Tested = [.. PortableCases.All.SelectMany(one => PortableCases.TagsOf(one.Source)), "shape"];

    public static TheoryData<string, string, string, string?> Cases
        => [.. PortableCases.All.Select(one => new TheoryDataRow<string, string, string, string?>(one.Source, one.Expected, one.Locale, one.Zone))];

    public static TheoryData<string> Sources => [.. PortableCases.Sources().Select(file => Path.GetRelativePath(Path.Combine(ReadyMails.Folder, "..", ".."), file))];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Means_what_it_means_in_Orchard(string source, string expected, string locale, string? zone)
        => (await new DotLiquidEngine().Parse(source, LiquidEncoding.Html).RenderAsync(PortableCases.Model, new LiquidContext(locale, zone, ReadyMails.Now), TestContext.Current.CancellationToken))
            .ShouldBe(expected);

    [Theory]
    [MemberData(nameof(Sources))]
    public void Tags_and_filters_that_are_used_are_tested_in_both_hosts(string file)
    {
        var text = File.ReadAllText(Path.Combine(ReadyMails.Folder, "..", "..", file));

        PortableCases.TagsOf(text).Where(tag => !Tested.Contains(tag)).ShouldBeEmpty();
        PortableCases.FiltersOf(text).Except(OrchardOnly).Except(PortableCases.All.SelectMany(one => PortableCases.FiltersOf(one.Source))).ShouldBeEmpty();
    }

    [Fact]
    public void Every_filter_that_the_command_line_knows_is_tested_in_both_hosts()
        => LiquidFilters.All.Keys.Except(PortableCases.All.SelectMany(one => PortableCases.FiltersOf(one.Source))).ShouldBeEmpty();
}
