using Automail.Engine.Consent;
using Automail.OrchardModule.Storage;

namespace Automail.OrchardModule.Consent;

/// <summary>Suppressions in YesSql.</summary>
internal sealed class SuppressionStore(SessionStore session) : ISuppressionStore
{
    private readonly RecordStore<Suppression, SuppressionDocument, SuppressionIndex> _suppressions = new(
        session,
        suppression => suppression.AddressHash,
        suppression => new SuppressionDocument { Record = suppression },
        nameof(SuppressionIndex.AddressKey),
        Keys.Of);

    public async Task<bool> TryAddAsync(Suppression suppression)
    {
        if (await _suppressions.GetAsync(suppression.AddressHash) is not null)
        {
            return false;
        }

        await _suppressions.SetAsync(suppression);
        return true;
    }

    public async Task<bool> RemoveAsync(string addressHash)
    {
        if (await _suppressions.GetAsync(addressHash) is null)
        {
            return false;
        }

        await _suppressions.RemoveAsync(addressHash);
        return true;
    }

    public async Task<IReadOnlyDictionary<string, Suppression>> FindAsync(IReadOnlyCollection<string> addressHashes)
        => await _suppressions.GetAsync(addressHashes);
}
