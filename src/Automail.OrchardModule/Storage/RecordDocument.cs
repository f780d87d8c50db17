namespace Automail.OrchardModule.Storage;

/// <summary>A YesSql document around one of the engine's immutable records: a change replaces the record, never a part of it.</summary>
internal abstract class RecordDocument<TRecord>
{
    /// <summary>YesSql's id.</summary>
    public long Id { get; set; }

    /// <summary>YesSql's version. As a property it travels with the document, so that a change is checked against what was read.</summary>
    public long Version { get; set; }

    /// <summary>The record.</summary>
    public required TRecord Record { get; set; }
}
