using Automail.Engine.InMemory;
using Automail.StoreContracts;

namespace Automail.Engine.Tests.InMemory;

public sealed class InMemoryContactStoreTests : ContactStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryEventLogTests : EventLogContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryCartStoreTests : CartStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryConsentStoreTests : ConsentStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemorySuppressionStoreTests : SuppressionStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemorySequenceStoreTests : SequenceStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryEnrollmentStoreTests : EnrollmentStoreContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryPassageControlTests : PassageControlContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryWebhookTests : WebhookContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryMigrationTests : MigrationContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryTriggerTests : TriggerContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryDueQueueTests : DueQueueContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryDueLeaseTests : DueLeaseContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryDueQueuePropertyTests : DueQueuePropertyContract
{
    protected override int Lives => 1000;

    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemorySendLedgerTests : SendLedgerContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryUnitOfWorkTests : UnitOfWorkContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}

public sealed class InMemoryStepTallyTests : StepTallyContract
{
    protected override Task<IAutomailStore> CreateAsync() => Task.FromResult<IAutomailStore>(new InMemoryStore());
}
