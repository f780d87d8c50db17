using Automail.Engine.Sequences;

namespace Automail.Cli.Demo.Numbers;

/// <summary>The steps of a sequence as they are read, from top to bottom.</summary>
internal static class StepTree
{
    /// <summary>Every step with its depth, from 0; the first one of a way has the name of the way, all others an empty one.</summary>
    public static IEnumerable<(Step Step, int Depth, string Way)> Flatten(IReadOnlyList<Step> steps, int depth = 0, string way = "")
        => steps.SelectMany((step, position) => Ways(step)
            .SelectMany(inner => Flatten(inner.Steps, depth + 1, inner.Way))
            .Prepend((step, depth, position == 0 ? way : "")));

    private static IEnumerable<(string Way, IReadOnlyList<Step> Steps)> Ways(Step step) => step switch
    {
        IfStep branch => [("when it holds", branch.Then), ("when it does not", branch.Else)],
        WaitForStep wait => [("when it happens", wait.Then), ("when it does not", wait.Else)],
        SplitStep split => split.Branches.Select((branch, number) => ($"way {number + 1}", branch.Steps)),
        _ => [],
    };
}
