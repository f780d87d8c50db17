using Automail.Engine.Templates;
using Automail.Engine.Templates.Lint;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Templates.Lint;

/// <summary>The linter has nothing to say about the ready templates and the parts of the e-mail theme.</summary>
public sealed class ReadyTemplatesLintTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Lint");
    private static readonly MailLinter Linter = new(new PathsOnlyLiquid());

    private static readonly MailTheme Theme = MailTheme.Create(Directory.GetFiles(Path.Combine(Folder, "Views"), "*.liquid")
        .Select(path => KeyValuePair.Create(MailTheme.PartName(Path.GetFileNameWithoutExtension(path)), File.ReadAllText(path))));

    public static TheoryData<string> Templates => [.. Directory.GetFiles(Path.Combine(Folder, "ReadyTemplates"), "*.liquid").Select(path => Path.GetFileName(path))];

    public static TheoryData<string> PartNames => [.. Theme.Parts.Keys];

    [Theory]
    [MemberData(nameof(Templates))]
    public void A_template_is_clean(string file)
    {
        var matter = Read(file.Split('.')[0] + ".liquid");
        foreach (var (key, value) in Read(file))
        {
            // A translation says what differs.
            matter[key] = value;
        }

        var template = new MailTemplate
        {
            Name = file, Version = "1", Subject = matter["subject"], Preheader = matter["preheader"], Purpose = matter["purpose"], Html = matter["html"],
            Layout = Theme.FindLayout(matter["layout"], null).ShouldNotBeNull(), Theme = Theme,
        };

        Linter.Lint(template, new LintOptions()).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(PartNames))]
    public void A_part_is_clean(string name) => Linter.LintPart(name, Theme.Parts[name], new LintOptions { Theme = Theme }).ShouldBeEmpty();

    private static Dictionary<string, string> Read(string file)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "ReadyTemplates", file));
        var end = Array.IndexOf(lines, "---", 1);
        var matter = lines[1..end].Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        matter["html"] = string.Join('\n', lines.Skip(end + 1));
        matter["html"].ShouldNotBeEmpty();
        return matter;
    }
}
