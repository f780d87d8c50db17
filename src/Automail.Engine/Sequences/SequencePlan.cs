using Automail.Engine.Contacts;
using Automail.Engine.Scheduling;

namespace Automail.Engine.Sequences;

/// <summary>One instruction of a plan. Targets are positions; the position after the last instruction is the end.</summary>
internal abstract record Op(string StepId);

internal sealed record WaitOp(string StepId, WaitDuration Duration, WaitDuration? Spread) : Op(StepId);

internal sealed record WaitUntilClockOp(string StepId, ClockTime Until) : Op(StepId);

internal sealed record WaitUntilDateOp(string StepId, DateMoment Until, bool ExitWhenMissing) : Op(StepId);

internal sealed record HoldoutOp(string StepId, int Percent) : Op(StepId);

internal sealed record SendOp(string StepId, string Template) : Op(StepId);

internal sealed record BranchOp(string StepId, string Condition, int Else) : Op(StepId);

internal sealed record JumpOp(string StepId, int Target) : Op(StepId);

internal sealed record SplitOp(string StepId, IReadOnlyList<(int UpTo, int Target)> Branches, int Weight) : Op(StepId);

internal sealed record EnrollOp(string StepId, string Sequence) : Op(StepId);

internal sealed record RemoveOp(string StepId, string Sequence) : Op(StepId);

internal sealed record StartWorkflowOp(string StepId, string Workflow) : Op(StepId);

internal sealed record NotifyOp(string StepId, IReadOnlyList<string> To, string Subject, string Message) : Op(StepId);

internal sealed record WebhookOp(string StepId, string Url) : Op(StepId);

internal sealed record WaitForOp(string StepId, string Event, WaitDuration Timeout, int Else) : Op(StepId);

internal sealed record SetOp(string StepId, ProfileChange Change) : Op(StepId);

/// <summary>A version of a sequence, made ready to run: the tree of steps as a flat list of instructions.</summary>
public sealed class SequencePlan
{
    private readonly List<Op> _ops = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    /// <summary>Makes a definition ready.</summary>
    public SequencePlan(SequenceDefinition definition, int version)
    {
        Definition = definition;
        Version = version;
        Add(definition.Steps);
    }

    /// <summary>The definition.</summary>
    public SequenceDefinition Definition { get; }

    /// <summary>Its version.</summary>
    public int Version { get; }

    internal int End => _ops.Count;

    internal Op this[int position] => _ops[position];

    /// <summary>Where a step stands, or null when there is none of this id.</summary>
    internal int? Find(string? stepId) => stepId is not null && _positions.TryGetValue(stepId, out var position) ? position : null;

    /// <summary>Every template that a step sends.</summary>
    public IEnumerable<string> Templates() => Sends().Select(send => send.Template).Distinct();

    /// <summary>Every step that sends, in order, with its template.</summary>
    public IEnumerable<(string StepId, string Template)> Sends() => _ops.OfType<SendOp>().Select(op => (op.StepId, op.Template));

    /// <summary>Every name by which a step starts workflows.</summary>
    public IEnumerable<string> Workflows() => _ops.OfType<StartWorkflowOp>().Select(op => op.Workflow).Distinct();

    /// <summary>Every condition in it, with the path-like name of its place.</summary>
    public IEnumerable<(string Place, string Condition)> Conditions()
    {
        if (Definition.Trigger.If is { } trigger)
        {
            yield return ("trigger.if", trigger);
        }

        if (Definition.Trigger.Becomes is { } becomes)
        {
            yield return ("trigger.becomes", becomes);
        }

        if (Definition.Exit.If is { } exit)
        {
            yield return ("exit.if", exit);
        }

        if (Definition.Goal?.If is { } goal)
        {
            yield return ("goal.if", goal);
        }

        foreach (var op in _ops.OfType<BranchOp>())
        {
            yield return ($"step {op.StepId}", op.Condition);
        }
    }

    /// <summary>Every text in it that is Liquid, with the path-like name of its place.</summary>
    public IEnumerable<(string Place, string Text)> Texts()
        => _ops.OfType<NotifyOp>().SelectMany(op => new[] { ($"step {op.StepId}, subject", op.Subject), ($"step {op.StepId}, message", op.Message) });

    private void Add(IReadOnlyList<Step> steps)
    {
        foreach (var step in steps)
        {
            _positions[step.Id] = _ops.Count;
            switch (step)
            {
                case WaitStep wait:
                    _ops.Add(new WaitOp(step.Id, wait.Duration, wait.Spread));
                    break;
                case WaitUntilClockStep wait:
                    _ops.Add(new WaitUntilClockOp(step.Id, wait.Until));
                    break;
                case WaitUntilDateStep wait:
                    _ops.Add(new WaitUntilDateOp(step.Id, wait.Until, wait.ExitWhenMissing));
                    break;
                case HoldoutStep holdout:
                    _ops.Add(new HoldoutOp(step.Id, holdout.Percent));
                    break;
                case SendStep send:
                    _ops.Add(new SendOp(step.Id, send.Template));
                    break;
                case EnrollStep enroll:
                    _ops.Add(new EnrollOp(step.Id, enroll.Sequence));
                    break;
                case RemoveStep remove:
                    _ops.Add(new RemoveOp(step.Id, remove.Sequence));
                    break;
                case StartWorkflowStep start:
                    _ops.Add(new StartWorkflowOp(step.Id, start.Workflow));
                    break;
                case NotifyStep notify:
                    _ops.Add(new NotifyOp(step.Id, notify.To, notify.Subject, notify.Message));
                    break;
                case WebhookStep webhook:
                    _ops.Add(new WebhookOp(step.Id, webhook.Url));
                    break;
                case SetStep set:
                    _ops.Add(new SetOp(step.Id, set.Change));
                    break;
                case IfStep branch:
                    AddTwoWays(step.Id, branch.Then, branch.Else, target => new BranchOp(step.Id, branch.Condition, target));
                    break;
                case WaitForStep wait:
                    AddTwoWays(step.Id, wait.Then, wait.Else, target => new WaitForOp(step.Id, wait.Event, wait.Timeout, target));
                    break;
                case SplitStep split:
                    AddSplit(split);
                    break;
            }
        }
    }

    private void AddTwoWays(string stepId, IReadOnlyList<Step> then, IReadOnlyList<Step> otherwise, Func<int, Op> make)
    {
        var at = Reserve(stepId);
        Add(then);
        var jump = Reserve(stepId);
        _ops[at] = make(_ops.Count);
        Add(otherwise);
        _ops[jump] = new JumpOp(stepId, _ops.Count);
    }

    private void AddSplit(SplitStep split)
    {
        var at = Reserve(split.Id);
        var branches = new List<(int, int)>();
        var jumps = new List<int>();
        var weight = 0;
        foreach (var branch in split.Branches)
        {
            weight += branch.Weight;
            branches.Add((weight, _ops.Count));
            Add(branch.Steps);
            jumps.Add(Reserve(split.Id));
        }

        _ops[at] = new SplitOp(split.Id, branches, weight);
        foreach (var jump in jumps)
        {
            _ops[jump] = new JumpOp(split.Id, _ops.Count);
        }
    }

    private int Reserve(string stepId)
    {
        _ops.Add(new JumpOp(stepId, _ops.Count + 1));
        return _ops.Count - 1;
    }
}
