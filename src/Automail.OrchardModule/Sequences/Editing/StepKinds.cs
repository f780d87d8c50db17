namespace Automail.OrchardModule.Sequences.Editing;

/// <summary>A kind of step, as the editor offers it.</summary>
/// <param name="Name">The property that makes a step of this kind.</param>
/// <param name="Icon">The class of its icon.</param>
/// <param name="Starts">What a new one holds beside its id, JSON.</param>
public sealed record StepKind(string Name, string Icon, string Starts);

/// <summary>The kinds of steps, in the order of the menu.</summary>
public static class StepKinds
{
    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<StepKind> All =
    [
        new("send", "fa-envelope", """{ "send": "" }"""),
        new("wait", "fa-clock", """{ "wait": "P1D" }"""),
        new("waitUntil", "fa-calendar-day", """{ "waitUntil": { "days": ["mon", "tue", "wed", "thu", "fri"], "time": "09:00" } }"""),
        new("waitFor", "fa-hourglass-half", """{ "waitFor": "link.clicked", "timeout": "P3D", "then": [], "else": [] }"""),
        new("if", "fa-code-branch", """{ "if": "", "then": [], "else": [] }"""),
        new("split", "fa-shuffle", """{ "split": [ { "weight": 50, "steps": [] }, { "weight": 50, "steps": [] } ] }"""),
        new("holdout", "fa-user-slash", """{ "holdout": 10 }"""),
        new("set", "fa-tag", """{ "set": { "tags": { "add": [] } } }"""),
        new("enroll", "fa-right-to-bracket", """{ "enroll": "" }"""),
        new("remove", "fa-right-from-bracket", """{ "remove": "" }"""),
        new("notify", "fa-envelope-circle-check", """{ "notify": "", "subject": "", "message": "" }"""),
        new("webhook", "fa-satellite-dish", """{ "webhook": "https://" }"""),
        new("startWorkflow", "fa-diagram-project", """{ "startWorkflow": "" }"""),
    ];
}
