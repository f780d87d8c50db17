using Automail.Cli.Templates;
using Automail.Engine.Delivery;
using Automail.Engine.Templates;
using Automail.OrchardModule.Templates;
using Automail.OrchardModule.Tests.Sites;
using Automail.ReadyTemplateTests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>Every ready template, published on a site and rendered by its Liquid, is letter by letter what the command line makes of it.</summary>
public sealed class GoldenMailTests(GoldenMailTests.ReadyTemplatesSite site) : IClassFixture<GoldenMailTests.ReadyTemplatesSite>
{
    public static TheoryData<string> Names => [.. ReadyMails.Templates];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_the_same_in_Orchard(string name)
    {
        foreach (var locale in ReadyMails.Locales)
        {
            var mail = await ComposeAsync(name, locale, ReadyMails.EventOf(name));

            foreach (var (file, contents) in Golden.Files(mail, name, locale))
            {
                contents.ShouldBe(Golden.Read(file), $"{file} differs in Orchard; see CONTRIBUTING.md, Golden files");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_the_same_in_both_whatever_happened_before_it(string name)
    {
        // Every branch of every template: what the event lacks, the template does without.
        var liquid = new DotLiquidEngine();
        foreach (var locale in (string[])["en-US", "nl-BE", "de-DE"])
        {
            var file = await FileTemplateSource.Ready(liquid).FindAsync(name, locale, TestContext.Current.CancellationToken);
            foreach (var sample in ReadyMails.SampleEvents())
            {
                var here = await ComposeAsync(name, locale, sample);
                var there = await ReadyMails.ComposeAsync(liquid, file!, locale, sample);

                (here.Subject, here.Html, here.Text).ShouldBe((there.Subject, there.Html, there.Text), $"{name} in {locale} with {sample}");
            }
        }
    }

    private Task<OutgoingMail> ComposeAsync(string name, string locale, string sample)
        => site.InScopeAsync(async services =>
        {
            var template = await services.GetRequiredService<ITemplateSource>().FindAsync(name, locale, TestContext.Current.CancellationToken);
            return await ReadyMails.ComposeAsync(services.GetRequiredService<ILiquid>(), template!, locale, sample);
        });

    /// <summary>A site that has published all of them.</summary>
    public sealed class ReadyTemplatesSite : Site
    {
        public override async ValueTask InitializeAsync()
        {
            await base.InitializeAsync();
            await InScopeAsync(services => services.GetRequiredService<ReadyTemplateStore>()
                .PublishAsync(Automail.OrchardModule.Templates.ReadyTemplates.All.Values.SelectMany(variants => variants), overwrite: false));
        }
    }
}
