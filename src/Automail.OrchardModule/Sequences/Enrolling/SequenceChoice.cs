using Automail.Engine.Flow;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>The sequences that a form offers.</summary>
internal sealed class SequenceChoice(SequenceCatalog sequences)
{
    /// <summary>Fills the form. A sequence that is gone, or is still to come, stays what it is.</summary>
    public void Fill(SequenceTaskViewModel model, string sequence)
    {
        var known = sequences.Current.Values.Select(plan => KeyValuePair.Create(plan.Definition.Id, plan.Definition.Name)).ToList();
        if (sequence.Length > 0 && known.TrueForAll(one => one.Key != sequence))
        {
            known.Add(KeyValuePair.Create(sequence, sequence));
        }

        model.Sequence = sequence;
        model.Known = [.. known.OrderBy(one => one.Value, StringComparer.CurrentCulture)];
    }

    /// <summary>Whether there is such a sequence.</summary>
    public bool Has(string sequence) => sequences.Current.ContainsKey(sequence);
}
