namespace Automail.Engine.Tests.Sequences;

/// <content>Steps that tell others, once in a passage.</content>
internal sealed partial class PlainSequence
{
    /// <summary>The steps that told others: the team, or another system.</summary>
    public List<PlainMail> Told { get; } = [];

    private void Tell(PlainPassage passage)
    {
        var step = (string)passage.Todo[0]["id"]!;
        passage.Todo.RemoveAt(0);
        if (passage.Passed.Add(step))
        {
            Told.Add(new PlainMail(_now, step));
        }
    }
}
