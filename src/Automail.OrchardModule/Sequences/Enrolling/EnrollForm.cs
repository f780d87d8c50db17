using Automail.OrchardModule.Sequences.People;
using Microsoft.AspNetCore.Http;

namespace Automail.OrchardModule.Sequences.Enrolling;

/// <summary>Who is to be put in.</summary>
public sealed class EnrollForm
{
    /// <summary>Where they come from: <c>contact</c>, <c>filter</c> or <c>file</c>.</summary>
    public string? Source { get; set; }

    /// <summary>The contact's address or external id.</summary>
    public string? Key { get; set; }

    /// <summary>The contact's id.</summary>
    public string? ContactId { get; set; }

    /// <summary>The condition; empty for everybody.</summary>
    public string? Condition { get; set; }

    /// <summary>The file.</summary>
    public IFormFile? File { get; set; }

    /// <summary>Why.</summary>
    public string? Reason { get; set; }
}

/// <summary>What is said when it is confirmed.</summary>
public sealed class EnrollConfirmation
{
    /// <summary>Over how much time the entries are spread.</summary>
    public decimal? Spread { get; set; }

    /// <summary>Of what: <c>minutes</c>, <c>hours</c> or <c>days</c>.</summary>
    public string? Unit { get; set; }

    /// <summary>Whether people of the file who are not known become contacts.</summary>
    public bool Create { get; set; }

    /// <summary>Whether what the file says of people is written to them.</summary>
    public bool Write { get; set; }
}

/// <summary>The form, with what was typed.</summary>
internal sealed record EnrollViewModel
{
    public required SequenceHeading Sequence { get; init; }

    public required EnrollForm Form { get; init; }

    /// <summary>The contact with whom the page was opened; null for none.</summary>
    public string? ContactName { get; init; }

    /// <summary>Whether the sequence lets anybody in.</summary>
    public required bool IsOpen { get; init; }

    /// <summary>What was wrong; null for nothing.</summary>
    public string? Problem { get; init; }
}
