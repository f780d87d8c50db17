using System.IO.Enumeration;
using Automail.Engine.Behavior;
using Automail.OrchardModule.Sequences.Journeys;
using Microsoft.Extensions.Localization;

namespace Automail.OrchardModule.Behavior.LinkClicked;

/// <summary>A link in a mail was followed.</summary>
public sealed class LinkClickedEvent(Journeys journeys, IStringLocalizer<LinkClickedEvent> localizer) : JourneyTrigger(journeys, localizer)
{
    /// <inheritdoc/>
    public override LocalizedString DisplayText => S["Link clicked"];

    /// <inheritdoc/>
    public override string EventType => EventTypes.LinkClicked;

    /// <summary>The addresses that count: <c>*</c> stands for anything, <c>?</c> for one character; empty for every link.</summary>
    public string? Pattern
    {
        get => GetProperty<string?>();
        set => SetProperty(value);
    }

    /// <summary>The name of the template whose links count; empty for every template.</summary>
    public string? Template
    {
        get => GetProperty<string?>();
        set => SetProperty(value);
    }

    /// <inheritdoc/>
    public override bool Wants(BehaviorEvent behaviorEvent)
        => (string.IsNullOrEmpty(Template) || EventData.Text(behaviorEvent, "template") == Template)
            && (string.IsNullOrEmpty(Pattern) || Matches(Pattern, EventData.Text(behaviorEvent, "url") ?? ""));

    /// <summary>Not a regular expression: those of a careless author can run for ever.</summary>
    private static bool Matches(string pattern, string url)
        => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), url, ignoreCase: true);
}
