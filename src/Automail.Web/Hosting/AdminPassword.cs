using System.Security.Cryptography;

namespace Automail.Web.Hosting;

/// <summary>The first password of the site's administrator.</summary>
internal static class AdminPassword
{
    // No letters or digits that look like others: people copy it from a console.
    private const string Lower = "abcdefghijkmnpqrstuvwxyz";
    private const string Upper = "ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const string Digits = "23456789";

    /// <summary>Makes a password of about 100 bits that meets Identity's rules: upper and lower case, a digit, and a sign that is neither.</summary>
    public static string Create()
    {
        char[] all =
        [
            .. RandomNumberGenerator.GetItems<char>(Upper, 1),
            .. RandomNumberGenerator.GetItems<char>(Digits, 1),
            .. RandomNumberGenerator.GetItems<char>(Lower, 1),
            .. RandomNumberGenerator.GetItems<char>(Lower + Upper + Digits, 15),
        ];
        RandomNumberGenerator.Shuffle<char>(all);
        return $"{new string(all[..6])}-{new string(all[6..12])}-{new string(all[12..])}";
    }
}
