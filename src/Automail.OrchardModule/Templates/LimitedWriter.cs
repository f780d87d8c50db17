using System.Text;
using Automail.Engine.Templates;

namespace Automail.OrchardModule.Templates;

/// <summary>Collects text up to a limit, so that a loop in a template cannot fill the memory.</summary>
internal sealed class LimitedWriter(int maxLength) : StringWriter(new StringBuilder(1024), System.Globalization.CultureInfo.InvariantCulture)
{
    /// <inheritdoc/>
    public override void Write(char value)
    {
        Check(1);
        base.Write(value);
    }

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count)
    {
        Check(count);
        base.Write(buffer, index, count);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer)
    {
        Check(buffer.Length);
        base.Write(buffer);
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        Check(value?.Length ?? 0);
        base.Write(value);
    }

    private void Check(int more)
    {
        if (GetStringBuilder().Length + more > maxLength)
        {
            throw new TemplateException($"The result is longer than {maxLength} characters.");
        }
    }
}
