using Automail.Engine;
using Automail.Sqlite;
using Automail.StoreContracts;

namespace Automail.Cli.Tests.Sqlite;

public sealed class SqliteContactStoreTests : ContactStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteEventLogTests : EventLogContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteCartStoreTests : CartStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteConsentStoreTests : ConsentStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteSuppressionStoreTests : SuppressionStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteSequenceStoreTests : SequenceStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteEnrollmentStoreTests : EnrollmentStoreContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqlitePassageControlTests : PassageControlContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteWebhookTests : WebhookContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteMigrationTests : MigrationContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteTriggerTests : TriggerContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteDueQueueTests : DueQueueContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteDueLeaseTests : DueLeaseContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteDueQueuePropertyTests : DueQueuePropertyContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteSendLedgerTests : SendLedgerContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteUnitOfWorkTests : UnitOfWorkContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}

public sealed class SqliteStepTallyTests : StepTallyContract
{
    private readonly TemporaryFolder _folder = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override async Task<IAutomailStore> CreateAsync() => await SqliteStore.OpenAsync(_folder.Database);
}
