using Automail.OrchardModule.Storage;
using OrchardCore.Data.Migration;
using YesSql.Sql;

namespace Automail.OrchardModule.Sequences;

/// <summary>The tables of enrollments and of the versions of sequences.</summary>
internal sealed class SequenceMigrations : DataMigration
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
}
