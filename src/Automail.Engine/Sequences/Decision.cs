using Automail.Engine.Behavior;
using Automail.Engine.Contacts;
using NodaTime;

namespace Automail.Engine.Sequences;

/// <summary>What makes an enrollment move.</summary>
public abstract record Signal
{
    /// <summary>The contact has just entered.</summary>
    /// <param name="By">Who put it in, and why; null when an event did.</param>
    public sealed record Entered(string? By = null) : Signal;

    /// <summary>The time that was asked for has come.</summary>
    public sealed record Woken : Signal;

    /// <summary>The contact did something.</summary>
    public sealed record Happened(BehaviorEvent Event) : Signal;

    /// <summary>Somebody stops the passage for a while.</summary>
    /// <param name="By">Who, and why.</param>
    public sealed record Paused(string By) : Signal;

    /// <summary>Somebody lets it go on.</summary>
    /// <param name="By">Who, and why.</param>
    public sealed record Resumed(string By) : Signal;

    /// <summary>Somebody leaves out what the passage stands at.</summary>
    /// <param name="By">Who, and why.</param>
    /// <param name="ToStepId">The later step with which it goes on; null for the next one.</param>
    public sealed record SkippedAhead(string By, string? ToStepId) : Signal;

    /// <summary>Somebody ends the passage.</summary>
    /// <param name="By">Who, and why.</param>
    public sealed record Removed(string By) : Signal;

    /// <summary>Somebody lets the passage go on with another version, which is the one that decides.</summary>
    /// <param name="From">The version on which it was.</param>
    /// <param name="By">Who, and why.</param>
    /// <param name="ToStepId">The step of the other version with which it goes on.</param>
    public sealed record Moved(SequencePlan From, string By, string ToStepId) : Signal;
}

/// <summary>What <see cref="SequenceRules.DecideAsync"/> may look at.</summary>
/// <param name="Now">The present, UTC.</param>
/// <param name="Contact">The contact as it is now.</param>
/// <param name="Zone">The contact's zone, else the site's, else UTC.</param>
/// <param name="Conditions">Evaluates conditions.</param>
public sealed record DecisionContext(DateTimeOffset Now, Contact Contact, DateTimeZone Zone, IConditions Conditions)
{
    /// <summary>Whether every decision is noted in <see cref="Enrollment.Trace"/>.</summary>
    public bool Traces { get; init; }

    /// <summary>Whether the mail of a step was decided on before in this passage, sent or not: then it is not asked for again. Null when no step can come up twice.</summary>
    public Func<string, ValueTask<bool>>? WasDecided { get; init; }

    /// <summary>Whether some workflow of the host is started by a name; null where there are no workflows.</summary>
    public Func<string, ValueTask<bool>>? HearsWorkflow { get; init; }
}

/// <summary>What came of looking at a condition.</summary>
/// <param name="Holds">Whether it holds.</param>
/// <param name="Values">What its names stand for, as text; null for nothing.</param>
public sealed record ConditionResult(bool Holds, IReadOnlyDictionary<string, string?> Values);

/// <summary>Evaluates what stands inside <c>{% if … %}</c>.</summary>
public interface IConditions
{
    /// <summary>Whether the condition holds for this contact and event.</summary>
    /// <exception cref="Templates.TemplateException">It cannot be evaluated.</exception>
    ValueTask<bool> HoldsAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now);

    /// <summary>As <see cref="HoldsAsync"/>, with the values that the condition speaks of, as far as they can be told.</summary>
    /// <exception cref="Templates.TemplateException">It cannot be evaluated.</exception>
    async ValueTask<ConditionResult> LookAsync(string condition, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now)
        => new(await HoldsAsync(condition, contact, enteringEvent, enrollment, now), new Dictionary<string, string?>());

    /// <summary>A text for people of the team, in the site's language and zone, with what its Liquid stands for as it is, not encoded for anything. It speaks of the same names as a condition.</summary>
    /// <exception cref="Templates.TemplateException">It cannot be rendered.</exception>
    ValueTask<string> RenderAsync(string text, Contact contact, EnteringEvent? enteringEvent, Enrollment? enrollment, DateTimeOffset now) => ValueTask.FromResult(text);
}

/// <summary>A mail to people of the team.</summary>
/// <param name="StepId">The step.</param>
/// <param name="To">Their addresses.</param>
/// <param name="Subject">One line.</param>
/// <param name="Text">Plain text.</param>
public sealed record NoticeDecision(string StepId, IReadOnlyList<string> To, string Subject, string Text);

/// <summary>A call of an address of another system.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Url">The address.</param>
/// <param name="Contact">The contact as it was at this step: later ones may have changed it.</param>
public sealed record WebhookDecision(string StepId, string Url, Contact Contact);

/// <summary>A mail that is to be sent now, or was decided not to be.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Template">The template's name.</param>
/// <param name="SkipReason">Why it is not to be sent; null to send it.</param>
public sealed record MailDecision(string StepId, string Template, string? SkipReason = null);

/// <summary>What a step does to the contact's way through another sequence.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Sequence">The other sequence.</param>
/// <param name="Enters">Whether the contact is to enter it; otherwise to be taken out.</param>
public sealed record Referral(string StepId, string Sequence, bool Enters);

/// <summary>A step that starts the host's workflows of a name.</summary>
/// <param name="StepId">The step.</param>
/// <param name="Workflow">The name.</param>
public sealed record WorkflowStart(string StepId, string Workflow)
{
    /// <summary>Of a trace: there are no workflows here; one would be started.</summary>
    public const string NotHere = "not-here";

    /// <summary>Of a trace: no workflow is started by this name.</summary>
    public const string Unheard = "unheard";
}

/// <summary>What is to happen. Nothing has happened yet: the caller commits it.</summary>
/// <param name="Enrollment">The new state, whose <see cref="Enrollment.WakeAt"/> says when to come back.</param>
/// <param name="Mails">The mails, in order.</param>
/// <param name="Contact">The contact with the changes that steps made; the same object when they made none.</param>
public sealed record Decision(Enrollment Enrollment, IReadOnlyList<MailDecision> Mails, Contact Contact)
{
    /// <summary>Where else the contact goes, in order.</summary>
    public IReadOnlyList<Referral> Referrals { get; init; } = [];

    /// <summary>The workflows that steps start, in order.</summary>
    public IReadOnlyList<WorkflowStart> Workflows { get; init; } = [];

    /// <summary>The mails to people of the team, in order.</summary>
    public IReadOnlyList<NoticeDecision> Notices { get; init; } = [];

    /// <summary>The addresses of other systems that are to be called, in order.</summary>
    public IReadOnlyList<WebhookDecision> Webhooks { get; init; } = [];

    /// <summary>The steps that are no mail from which the passage went on, in order.</summary>
    public IReadOnlyList<StepPass> Passed { get; init; } = [];

    /// <summary>The step at which the passage ended before the end, where that is not the one at which it waited last.</summary>
    public string? LeftAt { get; init; }

    /// <summary>This one and, in the same transaction, the next one, which was made from the state that this one leads to.</summary>
    internal Decision Then(Decision next) => next with
    {
        Mails = [.. Mails, .. next.Mails],
        Referrals = [.. Referrals, .. next.Referrals],
        Workflows = [.. Workflows, .. next.Workflows],
        Notices = [.. Notices, .. next.Notices],
        Webhooks = [.. Webhooks, .. next.Webhooks],
        Passed = [.. Passed, .. next.Passed],
    };
}
