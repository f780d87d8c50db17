using System.Text;

namespace Automail.Engine.Templates.Html;

/// <content>Links: the text, and the address behind it.</content>
internal sealed partial class TextPart
{
    private readonly StringBuilder _linkText = new();
    private string? _link;

    private void OpenLink(string address)
    {
        if (address.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase))
        {
            address = Uri.UnescapeDataString(address["mailto:".Length..].Split('?')[0]);
        }
        else if (address.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("sms:", StringComparison.OrdinalIgnoreCase))
        {
            address = address[4..];
        }
        else if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return;
        }

        (_link, _lines.Copy) = (address, _linkText.Clear());
    }

    private void CloseLink()
    {
        if (_link is null)
        {
            return;
        }

        _lines.Copy = null;
        var text = _linkText.ToString().AsSpan().Trim();
        if (text.IsEmpty)
        {
            _lines.Add(_link);
        }
        else if (!text.SequenceEqual(_link))
        {
            AddAddress(_link);
        }

        _link = null;
    }
}
