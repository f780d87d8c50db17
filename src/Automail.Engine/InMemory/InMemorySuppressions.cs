using Automail.Engine.Consent;

namespace Automail.Engine.InMemory;

internal sealed class InMemorySuppressions(UndoLog undo) : ISuppressionStore
{
    private readonly Table<string, Suppression> _suppressions = new(undo, StringComparer.Ordinal);

    public Task<bool> TryAddAsync(Suppression suppression)
    {
        undo.Writing();
        if (_suppressions.Contains(suppression.AddressHash))
        {
            return Task.FromResult(false);
        }

        _suppressions.Set(suppression.AddressHash, suppression);
        return Task.FromResult(true);
    }

    public Task<bool> RemoveAsync(string addressHash)
    {
        undo.Writing();
        return Task.FromResult(_suppressions.Remove(addressHash));
    }

    public Task<IReadOnlyDictionary<string, Suppression>> FindAsync(IReadOnlyCollection<string> addressHashes)
    {
        undo.Reading();
        return Task.FromResult<IReadOnlyDictionary<string, Suppression>>(_suppressions.Pick(addressHashes));
    }
}
