using System.Data.Common;
using Automail.Engine.Behavior;
using Automail.Engine.Flow;
using Automail.Engine.Insights;
using Automail.Engine.Sequences;
using Automail.OrchardModule.Behavior;
using Automail.OrchardModule.Delivery;
using Automail.OrchardModule.Sequences.People;
using Automail.OrchardModule.Storage;
using Dapper;
using YesSql;

namespace Automail.OrchardModule.Sequences.Tallies;

/// <summary>
/// Counts what happened before there were counts, once, in the migration's transaction: mails from the ledger, clicks from the events, ends from the passages. Each record is read once and one at a time.
/// Who passed a step that is no mail is not known any more.
/// </summary>
internal sealed class StepTallyFill(IConfiguration configuration, DbConnection connection, DbTransaction transaction)
{
    private readonly ISqlDialect _dialect = configuration.SqlDialect;
    private readonly Dictionary<StepTallyKey, int> _mails = [];

    /// <summary>Fills the sums. Does nothing where nobody has entered a sequence yet.</summary>
    public async Task RunAsync(DateTimeOffset now)
    {
        var enrollments = IndexTable(typeof(EnrollmentIndex));
        var sequences = $"{Column(nameof(EnrollmentIndex.JourneyKey))} in (select {Column(nameof(SequenceIndex.SequenceKey))} from {IndexTable(typeof(SequenceIndex))})";
        if (await connection.ExecuteScalarAsync<long>($"select count(*) from {enrollments} where {sequences}", transaction: transaction) == 0)
        {
            return;
        }

        var clicks = await ClicksAsync();
        await foreach (var (documentId, document) in DocumentsAsync<SendDocument>("Send"))
        {
            var mail = document.Record;
            Count(MailTallies.Of(mail));
            if (clicks.TryGetValue(mail.Id, out var click))
            {
                Count(MailTallies.Clicked(mail));
                click.DocumentId = documentId;
            }
        }

        foreach (var click in clicks.Values.Where(click => click.DocumentId != 0))
        {
            await MarkAsync(click);
        }

        var table = new StepTallyTable(configuration);
        foreach (var (key, count) in _mails)
        {
            await connection.ExecuteAsync(table.InsertSum, StepTallyRow.Of(Keys.Of(key.JourneyId), key.Version, key.StepId, key.Fact, key.Detail, count), transaction);
        }

        var (journey, version, step, state) = (Column(nameof(EnrollmentIndex.JourneyKey)), Column(nameof(EnrollmentIndex.JourneyVersion)), Column(nameof(EnrollmentIndex.StepId)), Column(nameof(EnrollmentIndex.PassageState)));
        foreach (var (journeyKey, journeyVersion, stepId, passageState, people) in (await connection.QueryAsync<(string, int, string?, int, int)>(
            $"select {journey}, {version}, {step}, {state}, count(*) from {enrollments} where {state} >= @Exited and {sequences} group by {journey}, {version}, {step}, {state}",
            new { Exited = (int)PassageState.Exited },
            transaction)).AsList())
        {
            await connection.ExecuteAsync(
                table.InsertSum, StepTallyRow.Of(journeyKey, journeyVersion, stepId ?? "", StepFact.Left, ((PassageState)passageState).ToString(), people), transaction);
        }

        await connection.ExecuteAsync(table.InsertSum, new StepTallyRow { TallyKey = StepTallyRow.SinceKey, Amount = now.UtcTicks }, transaction);
    }

    private void Count(StepTallyKey? key)
    {
        if (key is { } counted)
        {
            _mails[counted] = _mails.GetValueOrDefault(counted) + 1;
        }
    }

    /// <summary>The first click of each mail, by the mail's id.</summary>
    private async Task<Dictionary<string, Click>> ClicksAsync()
    {
        var clicks = new Dictionary<string, Click>(StringComparer.Ordinal);
        await foreach (var (_, document) in DocumentsAsync<EventDocument>("Event", $"%\"{EventTypes.LinkClicked}\"%"))
        {
            var happened = document.Record.Event;
            if (happened is { Type: EventTypes.LinkClicked, Source: Intake.OwnSource } && happened.Data.TryGetProperty("sendId", out var id) && id.GetString() is { } sendId
                && !(clicks.TryGetValue(sendId, out var known) && known.Time <= happened.Time))
            {
                clicks[sendId] = new Click(happened.Time);
            }
        }

        return clicks;
    }

    /// <summary>Notes the first click in the ledger, so that the next one is not taken for the first.</summary>
    private async Task MarkAsync(Click click)
    {
        var content = await connection.ExecuteScalarAsync<string>($"select {Column("Content")} from {Documents} where {Column("Id")} = @DocumentId", click, transaction);
        var document = (SendDocument)configuration.ContentSerializer.Deserialize(content!, typeof(SendDocument));
        document.Record = document.Record with { ClickedAt = click.Time };

        // As YesSql would: the version travels with the document.
        document.Version++;
        await connection.ExecuteAsync(
            $"update {Documents} set {Column("Content")} = @Content, {Column("Version")} = @Version where {Column("Id")} = @DocumentId",
            new { Content = configuration.ContentSerializer.Serialize(document), document.Version, click.DocumentId },
            transaction);
    }

    private async IAsyncEnumerable<(long Id, TDocument Document)> DocumentsAsync<TDocument>(string type, string like = "%")
        where TDocument : class
    {
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"select {Column("Id")}, {Column("Content")} from {Documents} where {Column("Type")} = @Type and {Column("Content")} like @Like";
        foreach (var (name, value) in new[] { ("@Type", type), ("@Like", like) })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            yield return (Convert.ToInt64(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture), (TDocument)configuration.ContentSerializer.Deserialize(reader.GetString(1), typeof(TDocument)));
        }
    }

    private string Documents => _dialect.QuoteForTableName(configuration.TablePrefix + configuration.TableNameConvention.GetDocumentTable(AutomailCollection.Name), configuration.Schema);

    private string IndexTable(Type index) => _dialect.QuoteForTableName(configuration.TablePrefix + configuration.TableNameConvention.GetIndexTable(index, AutomailCollection.Name), configuration.Schema);

    private string Column(string name) => _dialect.QuoteForColumnName(name);

    private sealed class Click(DateTimeOffset time)
    {
        public DateTimeOffset Time { get; } = time;

        public long DocumentId { get; set; }
    }
}
