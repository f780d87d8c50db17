using System.Collections.Frozen;
using Automail.Engine.Templates.Lint.Rules;

namespace Automail.Engine.Templates.Lint;

/// <summary>The rules of the linter, by code: AM0 Liquid, AM1 subject and sender, AM2 links, AM3 images, AM4 size and text, AM5 HTML, AM6 CSS.</summary>
public static class LintRules
{
    /// <summary>What finds the rules' findings.</summary>
    internal static readonly IReadOnlyList<LintCheck> Checks =
    [
        new UnknownVariable(), new UnknownFilter(), new UnknownTag(), new UnknownPart(), new MissingLayout(), new LayoutWithoutContent(), new RawOutput(),
        new MissingDefault(),
        new EmptySubject(), new LongSubject(), new ShoutingSubject(), new ExclamationMarks(), new MissingPreheader(), new MalformedSender(), new MissingPurpose(),
        new MissingUnsubscribe(), new LayoutWithoutUnsubscribe(), new TextWithoutUnsubscribe(), new InsecureLink(), new BrokenLink(), new LocalLink(), new LinkShortener(),
        new MissingAlt(), new MissingWidth(), new TooLarge(), new TooLittleText(), new ImageOnly(),
        new ScriptInMail(), new DroppedElement(), new DuplicateId(), new LowContrast(), new DroppedCss(), new UnloadedStyles(),
    ];

    /// <summary>AM011: a template file that cannot be read. Hosts that read files find it, and say why.</summary>
    public static LintRule UnreadableFile { get; } = Rules.UnreadableFile.About;

    /// <summary>AM006: the layout that a template names does not exist.</summary>
    public static LintRule MissingLayout { get; } = Rules.MissingLayout.About;

    /// <summary>All rules, by code.</summary>
    public static IReadOnlyList<LintRule> All { get; } =
        [.. Checks.Select(check => check.Rule).Append(LiquidSyntax.About).Append(SourceTooLong.About).Append(UnreadableFile).OrderBy(rule => rule.Code, StringComparer.Ordinal)];

    private static readonly FrozenDictionary<string, LintRule> ByCode = All.ToFrozenDictionary(rule => rule.Code, StringComparer.Ordinal);

    /// <summary>The rule of a code; null when there is none.</summary>
    public static LintRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
