using System.Text.RegularExpressions;
using Automail.Engine.Delivery.Webhooks;

namespace Automail.OrchardModule.Delivery;

/// <summary>Why a call of another system failed, in the reader's language. What the other system or the network said stays as it was said.</summary>
internal sealed partial class MailTexts
{
    /// <summary>What a result of <see cref="HttpWebhooks"/> means; null for what it does not say.</summary>
    private string? Call(string detail) => detail switch
    {
        _ when Answer().Match(detail) is { Success: true } found => found.Groups[2].Success ? S["answered {0}: {1}", found.Groups[1].Value, found.Groups[2].Value].Value : S["answered {0}", found.Groups[1].Value].Value,
        _ when Redirect().Match(detail) is { Success: true } found => S["answered {0}, a redirect, which is not followed", found.Groups[1].Value].Value,
        _ when NoConnection().Match(detail) is { Success: true } found => S["no connection: {0}", found.Groups[1].Value].Value,
        _ when NoAnswer().Match(detail) is { Success: true } found => S["no answer within {0} seconds", found.Groups[1].Value].Value,
        _ when NotPublic().Match(detail) is { Success: true } found => S["not called: {0} has the address {1}, which is not in the public internet", found.Groups[1].Value, found.Groups[2].Value].Value,
        _ when NotEncrypted().Match(detail) is { Success: true } found => S["not called: {0} is not on the list of own hosts, so that https is needed", found.Groups[1].Value].Value,
        "the address is not one that can be called" => S["the address is not one that can be called"].Value,
        _ => null,
    };

    [GeneratedRegex(@"\Aanswered (\d+)(?:: (.*))?\z", RegexOptions.Singleline)]
    private static partial Regex Answer();

    [GeneratedRegex(@"\Aanswered (\d+), a redirect, which is not followed\z")]
    private static partial Regex Redirect();

    [GeneratedRegex(@"\Ano connection: (.*)\z", RegexOptions.Singleline)]
    private static partial Regex NoConnection();

    [GeneratedRegex(@"\Ano answer within ([\d.]+) seconds\z")]
    private static partial Regex NoAnswer();

    [GeneratedRegex(@"\Anot called: (\S+) has the address (\S+), which is not in the public internet\z")]
    private static partial Regex NotPublic();

    [GeneratedRegex(@"\Anot called: (\S+) is not on the list of own hosts, so that https is needed\z")]
    private static partial Regex NotEncrypted();
}
