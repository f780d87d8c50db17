namespace Automail.Engine.Behavior;

/// <summary>The event types that have a meaning of their own (design, section 4).</summary>
public static class EventTypes
{
    /// <summary>Somebody made an account.</summary>
    public const string UserRegistered = "user.registered";

    /// <summary>Fields, tags or consent of a profile changed.</summary>
    public const string ContactUpdated = "contact.updated";

    /// <summary>A cart has new contents; no items means emptied.</summary>
    public const string CartUpdated = "cart.updated";

    /// <summary>An order was placed.</summary>
    public const string OrderPlaced = "order.placed";

    /// <summary>A product was looked at.</summary>
    public const string ProductViewed = "product.viewed";

    /// <summary>A cart was left; raised by the cart-abandonment rule.</summary>
    public const string CartAbandoned = "cart.abandoned";

    /// <summary>A tracked link was followed.</summary>
    public const string LinkClicked = "link.clicked";

    /// <summary>A tracking pixel was loaded.</summary>
    public const string EmailOpened = "email.opened";

    /// <summary>A mail came back.</summary>
    public const string EmailBounced = "email.bounced";

    /// <summary>A recipient reported a mail as spam.</summary>
    public const string EmailComplained = "email.complained";

    /// <summary>A contact withdrew consent.</summary>
    public const string ContactUnsubscribed = "contact.unsubscribed";

    /// <summary>An operator lets nothing go to the contact any more.</summary>
    public const string ContactSuppressed = "contact.suppressed";

    /// <summary>An operator lifted the suppression.</summary>
    public const string ContactUnsuppressed = "contact.unsuppressed";

    /// <summary>An operator decided what becomes of a mail in doubt, or of a failed one.</summary>
    public const string EmailSettled = "email.settled";

    /// <summary>A step of a sequence starts workflows. For workflows only, as the next three: sequences do not hear of it.</summary>
    public const string SequenceStartsWorkflow = "sequence.starts-workflow";

    /// <summary>A contact came to the end of a sequence.</summary>
    public const string SequenceFinished = "sequence.finished";

    /// <summary>A contact left a sequence before its end: by an exit, or taken out.</summary>
    public const string SequenceExited = "sequence.exited";

    /// <summary>A contact reached the goal of a sequence.</summary>
    public const string SequenceGoalReached = "sequence.goal-reached";

    /// <summary>Types that Automail raises itself; from outside they are refused.</summary>
    public static readonly IReadOnlySet<string> Raised = new HashSet<string>(StringComparer.Ordinal)
    {
        CartAbandoned, LinkClicked, EmailOpened, EmailBounced, EmailComplained, ContactUnsubscribed,
        ContactSuppressed, ContactUnsuppressed, EmailSettled, SequenceStartsWorkflow, SequenceFinished, SequenceExited, SequenceGoalReached,
    };

    /// <summary>All that sequences can hear of.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        UserRegistered, ContactUpdated, CartUpdated, OrderPlaced, ProductViewed, CartAbandoned, LinkClicked, EmailOpened, EmailBounced, EmailComplained, ContactUnsubscribed,
        ContactSuppressed, ContactUnsuppressed, EmailSettled,
    ];

    /// <summary>Whether this has the form of an event type: lower-case letters, digits, dots, hyphens and underscores, 1 to 100.</summary>
    public static bool IsValid(string type)
        => type.Length is > 0 and <= 100 && type.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_' or '-');
}
