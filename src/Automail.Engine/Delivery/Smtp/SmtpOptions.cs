using System.Globalization;

namespace Automail.Engine.Delivery.Smtp;

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS from the start on port 465; elsewhere STARTTLS, which is required with a password and used where offered without.</summary>
    Auto,

    /// <summary>No TLS, even with a password. For servers on the same machine or network.</summary>
    None,

    /// <summary>STARTTLS (RFC 3207), required.</summary>
    StartTls,

    /// <summary>TLS from the start (RFC 8314).</summary>
    Tls,
}

/// <summary>The mail server to hand mail to.</summary>
public sealed record SmtpOptions
{
    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>The port; 0 for 465 with <see cref="SmtpSecurity.Tls"/>, 587 with a user name, else 25.</summary>
    public int Port { get; init; }

    /// <summary>How the connection is protected.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary>The account to log in with; null for no log-in.</summary>
    public string? UserName { get; init; }

    /// <summary>The account's password.</summary>
    public string? Password { get; init; }

    /// <summary>How many connections are kept at most, 1 to 100.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>After how many messages a connection is replaced, from 1. Servers that balance load want this.</summary>
    public int MaxMessagesPerConnection { get; init; } = 1000;

    /// <summary>How long resolving, connecting, TLS and log-in may take together.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long handing over one message may take (RFC 5321 section 4.5.3.2 wants minutes: impatience makes doubles).</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long an unused connection is kept; less than the server keeps it.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The name in EHLO; null for this machine's.</summary>
    public string? LocalDomain { get; init; }

    /// <summary>The port that is used.</summary>
    public int EffectivePort => Port != 0 ? Port : Security == SmtpSecurity.Tls ? 465 : UserName is not null ? 587 : 25;

    /// <summary>Without the password.</summary>
    public override string ToString() => $"{Host}:{EffectivePort}";

    /// <summary>
    /// Reads <c>smtp://user:password@host:port?tls=auto|none|starttls|tls</c>; <c>smtps:</c> stands for <c>tls=tls</c>. Further parameters:
    /// <c>connections</c>, <c>messages</c> (per connection), <c>domain</c> (for EHLO). Special characters in user and password are percent-encoded.
    /// </summary>
    /// <exception cref="FieldException">It is not such an address; the message does not repeat it, as it may hold a password.</exception>
    public static SmtpOptions Parse(string url, string field = "smtp")
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("smtp" or "smtps") || uri.Host.Length == 0 || uri.AbsolutePath.Length > 1)
        {
            throw new FieldException(field, "is not of the form smtp://user:password@host:port?tls=starttls.");
        }

        var user = uri.UserInfo.Split(':', 2);
        var options = new SmtpOptions
        {
            Host = uri.IdnHost,
            Port = Math.Max(uri.Port, 0),
            Security = uri.Scheme == "smtps" ? SmtpSecurity.Tls : SmtpSecurity.Auto,
            UserName = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : null,
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };

        foreach (var parameter in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left, Uri.UnescapeDataString(right)) : (parameter, "");
            options = name switch
            {
                "tls" => options with { Security = ParseSecurity(value, $"{field}.tls") },
                "connections" => options with { Connections = ParseNumber(value, $"{field}.connections") },
                "messages" => options with { MaxMessagesPerConnection = ParseNumber(value, $"{field}.messages") },
                "domain" => options with { LocalDomain = value },
                _ => throw new FieldException($"{field}.{name}", "is not known; there are tls, connections, messages and domain."),
            };
        }

        options.Validate(field);
        return options;
    }

    /// <summary>Checks every value.</summary>
    /// <exception cref="FieldException">A value cannot be used; names it.</exception>
    public void Validate(string field = "smtp")
    {
        Require(Uri.CheckHostName(Host) != UriHostNameType.Unknown, "host", "is not a host name.");
        Require(Port is >= 0 and <= 65535, "port", "is not between 0 and 65535.");
        Require(Enum.IsDefined(Security), "security", "is not known.");
        Require(Connections is >= 1 and <= 100, "connections", "is not between 1 and 100.");
        Require(MaxMessagesPerConnection >= 1, "maxMessagesPerConnection", "is less than 1.");
        Require(Password is null || UserName is not null, "userName", "is missing beside the password.");
        Require(UserName is null || Password is not null, "password", "is missing beside the user name.");
        Require(IsTimeout(ConnectTimeout), "connectTimeout", "is not between a millisecond and a day.");
        Require(IsTimeout(SendTimeout), "sendTimeout", "is not between a millisecond and a day.");
        Require(IsTimeout(IdleTimeout), "idleTimeout", "is not between a millisecond and a day.");
        Require(LocalDomain is null || Uri.CheckHostName(LocalDomain) != UriHostNameType.Unknown, "localDomain", "is not a host name.");

        void Require(bool holds, string name, string problem)
        {
            if (!holds)
            {
                throw new FieldException($"{field}.{name}", problem);
            }
        }

        static bool IsTimeout(TimeSpan time) => time >= TimeSpan.FromMilliseconds(1) && time <= TimeSpan.FromDays(1);
    }

    private static SmtpSecurity ParseSecurity(string text, string field)
        => text is "auto" or "none" or "starttls" or "tls"
            ? Enum.Parse<SmtpSecurity>(text, ignoreCase: true)
            : throw new FieldException(field, "is none of auto, none, starttls, tls.");

    private static int ParseNumber(string text, string field)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new FieldException(field, "is not a number.");
}
