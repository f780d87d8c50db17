using Automail.Engine.Sequences;

namespace Automail.OrchardModule.Sequences.People;

/// <summary>The parts of a passage's id as the parts of its page's address. The contact in it is the one who entered, who may have become another since.</summary>
internal sealed record PassageAddress(string SequenceId, string EnteredAs, int Number)
{
    /// <summary>The passage's id.</summary>
    public string Id => Enrollment.MakeId(SequenceId, EnteredAs, Number);

    /// <summary>Of a passage; null for one whose id has another form, as those of workflows.</summary>
    public static PassageAddress? Of(Enrollment passage)
        => passage.Id.Split('/') is [var sequenceId, var enteredAs, var number] && int.TryParse(number, System.Globalization.CultureInfo.InvariantCulture, out var n) ? new PassageAddress(sequenceId, enteredAs, n) : null;
}
