using Automail.OrchardModule.Sequences.Tallies;
using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql;
using YesSql.Sql;
using YesSql.Sql.Schema;

namespace Automail.OrchardModule.Sequences;

/// <summary>The tables of enrollments, of the versions of sequences, and of what is counted at their steps.</summary>
internal sealed class SequenceMigrations(IStore store, OrchardTimeProvider clock) : DataMigration
{
    /// <summary>Version 1.</summary>
    public async Task<int> CreateAsync()
    {
        await SchemaBuilder.CreateMapIndexTableAsync<EnrollmentIndex>(table => table
            .Column<string>(nameof(EnrollmentIndex.EnrollmentKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(EnrollmentIndex.ContactKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<string>(nameof(EnrollmentIndex.JourneyKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<int>(nameof(EnrollmentIndex.Number), column => column.NotNull())
            .Column<long>(nameof(EnrollmentIndex.EnteredAt), column => column.NotNull())
            .Column<bool>(nameof(EnrollmentIndex.Active), column => column.NotNull()), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<EnrollmentIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Enrollment_Contact",
                nameof(EnrollmentIndex.ContactKey),
                nameof(EnrollmentIndex.JourneyKey),
                nameof(EnrollmentIndex.Number),
                nameof(EnrollmentIndex.EnteredAt)), AutomailCollection.Name);
        await SchemaBuilder.CreateMapIndexTableAsync<SequenceIndex>(table => table
            .Column<string>(nameof(SequenceIndex.VersionKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(SequenceIndex.SequenceKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<int>(nameof(SequenceIndex.SequenceVersion), column => column.NotNull()), AutomailCollection.Name);
        return 1;
    }

    /// <summary>Version 2: how many people are at each step of each version, without those who have finished. Who is inside already is counted from the next step on.</summary>
    public async Task<int> UpdateFrom1Async()
    {
        await SchemaBuilder.AlterIndexTableAsync<EnrollmentIndex>(table =>
        {
            table.AddColumn<int>(nameof(EnrollmentIndex.JourneyVersion), column => column.NotNull().WithDefault(0));
            table.AddColumn<string>(nameof(EnrollmentIndex.StepId), column => column.WithLength(100));
        }, AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<EnrollmentIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Enrollment_Inside",
                nameof(EnrollmentIndex.JourneyKey),
                nameof(EnrollmentIndex.Active),
                nameof(EnrollmentIndex.JourneyVersion),
                nameof(EnrollmentIndex.StepId)), AutomailCollection.Name);
        return 2;
    }

    /// <summary>Version 3: pages of the people in a sequence, by entry, and by what has become of them.</summary>
    public async Task<int> UpdateFrom2Async()
    {
        await SchemaBuilder.AlterIndexTableAsync<EnrollmentIndex>(
            table => table.AddColumn<int>(nameof(EnrollmentIndex.PassageState), column => column.NotNull().WithDefault(-1)), AutomailCollection.Name);
        await SchemaBuilder.AlterIndexTableAsync<EnrollmentIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Enrollment_Entered",
                nameof(EnrollmentIndex.JourneyKey),
                nameof(EnrollmentIndex.EnteredAt),
                nameof(EnrollmentIndex.PassageState),
                nameof(EnrollmentIndex.JourneyVersion),
                nameof(EnrollmentIndex.StepId)), AutomailCollection.Name);
        return 3;
    }

    /// <summary>Version 4: who came to the end of which version, and the moves of people between versions.</summary>
    public async Task<int> UpdateFrom3Async()
    {
        await SchemaBuilder.AlterIndexTableAsync<EnrollmentIndex>(table => table
            .CreateIndex(
                "IDX_Automail_Enrollment_State",
                nameof(EnrollmentIndex.JourneyKey),
                nameof(EnrollmentIndex.PassageState),
                nameof(EnrollmentIndex.JourneyVersion),
                nameof(EnrollmentIndex.StepId)), AutomailCollection.Name);
        await SchemaBuilder.CreateMapIndexTableAsync<MigrationIndex>(table => table
            .Column<string>(nameof(MigrationIndex.MigrationKey), column => column.NotNull().Unique().WithLength(Keys.Length))
            .Column<string>(nameof(MigrationIndex.SequenceKey), column => column.NotNull().WithLength(Keys.Length))
            .Column<int>(nameof(MigrationIndex.Number), column => column.NotNull()), AutomailCollection.Name);
        return 4;
    }

    /// <summary>Version 5: what is counted at steps. What happened before is counted here, once; who passed a step that is no mail is counted from now on.</summary>
    public async Task<int> UpdateFrom4Async()
    {
        await SchemaBuilder.CreateTableAsync(StepTallyTable.Sums, table => Counted(table)
            .Column<string>(nameof(StepTallyRow.TallyKey), column => column.PrimaryKey().NotNull().WithLength(Keys.Length)));
        await SchemaBuilder.CreateTableAsync(StepTallyTable.Changes, table => Counted(table)
            .Column<long>(nameof(StepTallyRow.Id), column => column.PrimaryKey().NotNull())
            .Column<string>(nameof(StepTallyRow.TallyKey), column => column.NotNull().WithLength(Keys.Length)));
        await SchemaBuilder.AlterTableAsync(StepTallyTable.Sums, table => table.CreateIndex("IDX_Automail_StepTally_Journey", nameof(StepTallyRow.JourneyKey)));
        await SchemaBuilder.AlterTableAsync(StepTallyTable.Changes, table => table.CreateIndex("IDX_Automail_StepChange_Journey", nameof(StepTallyRow.JourneyKey)));
        await new StepTallyFill(store.Configuration, SchemaBuilder.Connection, SchemaBuilder.Transaction).RunAsync(clock.GetUtcNow());
        return 5;
    }

    private static ICreateTableCommand Counted(ICreateTableCommand table) => table
        .Column<string>(nameof(StepTallyRow.JourneyKey), column => column.NotNull().WithLength(Keys.Length))
        .Column<int>(nameof(StepTallyRow.JourneyVersion), column => column.NotNull())
        .Column<string>(nameof(StepTallyRow.StepId), column => column.NotNull().WithLength(StepTallyRow.MaxDetail))
        .Column<int>(nameof(StepTallyRow.Fact), column => column.NotNull())
        .Column<string>(nameof(StepTallyRow.Detail), column => column.NotNull().WithLength(StepTallyRow.MaxDetail))
        .Column<long>(nameof(StepTallyRow.Amount), column => column.NotNull());
}
