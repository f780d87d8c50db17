using System.Globalization;

namespace Automail.Cli.Templates.Liquid;

/// <summary>Collects text up to a limit.</summary>
internal sealed class LimitedWriter(int limit) : StringWriter(CultureInfo.InvariantCulture)
{
    public override void Write(string? value)
    {
        if (value?.Length > limit - GetStringBuilder().Length)
        {
            throw new InvalidOperationException($"The result is longer than {limit} characters.");
        }

        base.Write(value);
    }
}
