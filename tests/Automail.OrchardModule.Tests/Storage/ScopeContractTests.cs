using Automail.Engine;
using Automail.OrchardModule.Tests.Sites;
using Automail.StoreContracts;
using Xunit;

namespace Automail.OrchardModule.Tests.Storage;

[Collection(nameof(SharedSite))]
public sealed class ScopeContactStoreTests(Site site) : ContactStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeEventLogTests(Site site) : EventLogContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeCartStoreTests(Site site) : CartStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeConsentStoreTests(Site site) : ConsentStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeSuppressionStoreTests(Site site) : SuppressionStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeSequenceStoreTests(Site site) : SequenceStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeEnrollmentStoreTests(Site site) : EnrollmentStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopePassageControlTests(Site site) : PassageControlContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeWebhookTests(Site site) : WebhookContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeMigrationTests(Site site) : MigrationContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeTriggerTests(Site site) : TriggerContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeDueQueueTests(Site site) : DueQueueContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeDueLeaseTests(Site site) : DueLeaseContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeSendLedgerTests(Site site) : SendLedgerContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeUnitOfWorkTests(Site site) : UnitOfWorkContract
{
    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}

[Collection(nameof(SharedSite))]
public sealed class ScopeStepTallyTests(Site site) : StepTallyContract
{
    protected override int Histories => 10;

    protected override Task<IAutomailStore> CreateAsync() => ScopeStore.NewAsync(site);
}
