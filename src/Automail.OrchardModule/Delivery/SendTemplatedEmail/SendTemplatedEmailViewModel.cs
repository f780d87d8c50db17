namespace Automail.OrchardModule.Delivery.SendTemplatedEmail;

/// <summary>The form of the task.</summary>
public class SendTemplatedEmailViewModel
{
    /// <summary>The template's name.</summary>
    public string? Template { get; set; }

    /// <summary>Liquid that gives an address; empty for the workflow's contact.</summary>
    public string? RecipientExpression { get; set; }

    /// <summary>The purpose; empty for the template's own.</summary>
    public string? Purpose { get; set; }

    /// <summary>Liquid that gives a JSON object.</summary>
    public string? ModelExpression { get; set; }

    /// <summary>How late the mail may be, ISO 8601; empty for any time.</summary>
    public string? OverdueAfter { get; set; }
}
