using Automail.Engine;
using Automail.OrchardModule.Tests.Sites;
using Automail.StoreContracts;
using Xunit;

namespace Automail.OrchardModule.Tests.Storage;

[Collection(nameof(SharedSite))]
public sealed class YesSqlContactStoreTests(Site site) : ContactStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlEventLogTests(Site site) : EventLogContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlCartStoreTests(Site site) : CartStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlConsentStoreTests(Site site) : ConsentStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlSuppressionStoreTests(Site site) : SuppressionStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlSequenceStoreTests(Site site) : SequenceStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlEnrollmentStoreTests(Site site) : EnrollmentStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlPassageControlTests(Site site) : PassageControlContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlWebhookTests(Site site) : WebhookContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlMigrationTests(Site site) : MigrationContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlTriggerTests(Site site) : TriggerContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlDueQueueTests(Site site) : DueQueueContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlDueLeaseTests(Site site) : DueLeaseContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlDueQueuePropertyTests(Site site) : DueQueuePropertyContract
{
    protected override int Lives => 20;

    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlSendLedgerTests(Site site) : SendLedgerContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlUnitOfWorkTests(Site site) : UnitOfWorkContract
{
    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}

[Collection(nameof(SharedSite))]
public sealed class YesSqlStepTallyTests(Site site) : StepTallyContract
{
    protected override int Histories => 10;

    protected override Task<IAutomailStore> CreateAsync() => site.NewStoreAsync();
}
