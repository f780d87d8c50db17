using System.Security.Cryptography;
using System.Text.Json;
using Automail.Engine.Sequences.Migration;

namespace Automail.OrchardModule.Sequences.Migration;

/// <summary>Tells one set of answers from another, so that what was looked at is what is done.</summary>
internal static class MigrationAnswers
{
    /// <summary>The same for answers that do the same: who stays is left out, and so are places of people who do not move.</summary>
    public static string FingerprintOf(IEnumerable<VersionAnswer> answers)
    {
        var told = answers.Where(answer => answer.Answer != PeopleAnswer.Stay || answer.OffersAdded).OrderBy(answer => answer.Version).Select(answer => new
        {
            answer.Version,
            answer.Answer,
            answer.OffersAdded,
            Steps = answer.Answer == PeopleAnswer.Move ? answer.Steps.OrderBy(place => place.Key, StringComparer.Ordinal).Select(place => new[] { place.Key, place.Value }).ToList() : [],
        });
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(told)).AsSpan(0, 16));
    }
}
