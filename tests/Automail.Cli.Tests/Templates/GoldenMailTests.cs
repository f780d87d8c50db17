using Automail.Cli.Templates;
using Automail.Engine.Delivery;
using Automail.Engine.Templates;
using Automail.ReadyTemplateTests;

namespace Automail.Cli.Tests.Templates;

/// <summary>Every ready template in both languages, letter by letter. Orchard is held to the same files.</summary>
public sealed class GoldenMailTests
{
    private static readonly DotLiquidEngine Liquid = new();

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var template in ReadyTemplates.Names)
            {
                foreach (var locale in ReadyMails.Locales)
                {
                    data.Add(template, locale);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Is_as_it_was_when_somebody_looked_at_it(string name, string locale)
    {
        var template = await FileTemplateSource.Ready(Liquid).FindAsync(name, locale, TestContext.Current.CancellationToken);
        var mail = await ReadyMails.ComposeAsync(Liquid, template!, locale, ReadyMails.EventOf(name));

        foreach (var (file, contents) in Golden.Files(mail, name, locale))
        {
            if (Golden.Writes)
            {
                Golden.Write(file, contents);
            }

            contents.ShouldBe(Golden.Read(file), $"{file} differs; see CONTRIBUTING.md, Golden files");
        }

        var message = MimeBuilder.Build(mail);
        message.HtmlBody!.ReplaceLineEndings("\n").ShouldBe(mail.Html);
        message.TextBody!.ReplaceLineEndings("\n").ShouldBe(mail.Text);
        message.Subject.ShouldBe(mail.Subject);
    }

    [Fact]
    public void There_is_no_file_of_a_template_that_is_no_more()
        => Golden.All().Select(file => file.Split('.')[0]).Distinct().Order(StringComparer.Ordinal).ShouldBe(ReadyTemplates.Names);
}
