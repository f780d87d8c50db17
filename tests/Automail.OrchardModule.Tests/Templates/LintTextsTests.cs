using System.Globalization;
using Automail.Engine.Templates.Lint;
using Automail.OrchardModule.Templates.Lint;
using Microsoft.Extensions.Localization;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

public sealed class LintTextsTests
{
    [Fact]
    public void Every_message_of_every_rule_can_be_translated()
    {
        var texts = new LintTexts(new Shouting());
        foreach (var format in LintRules.All.SelectMany(rule => rule.Messages).Where(format => format != "{0}"))
        {
            string[] arguments = ["one", "two", "three", "four"];
            var message = string.Format(CultureInfo.InvariantCulture, format, arguments);
            texts.Message(new LintFinding("AM000", LintSeverity.Note, "html", 1, 1, message) { Format = format, Arguments = arguments }).ShouldBe(message.ToUpperInvariant());
        }
    }

    private sealed class Shouting : IStringLocalizer<LintTexts>
    {
        public LocalizedString this[string name] => this[name, []];

        public LocalizedString this[string name, params object[] arguments]
            => new(name, string.Format(CultureInfo.InvariantCulture, name, arguments).ToUpperInvariant());

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => [];
    }
}
