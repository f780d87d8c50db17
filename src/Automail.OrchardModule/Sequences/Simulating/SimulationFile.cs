using System.Globalization;
using System.Text;
using Automail.Engine.Delivery;
using Microsoft.AspNetCore.Mvc;

namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>Who would get what and when, as a file for a spreadsheet (RFC 4180).</summary>
internal static class SimulationFile
{
    public static FileContentResult Of(SimulationResult result)
    {
        var text = new StringBuilder("time,contact,sequence,version,step,template,result,reason\r\n");
        foreach (var (time, contact, mail) in result.Rows)
        {
            text.AppendJoin(
                ',',
                time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                Cell(contact),
                Cell(mail.Key.Journey),
                mail.Key.Version.ToString(CultureInfo.InvariantCulture),
                Cell(mail.Key.Step),
                Cell(mail.Template),
                mail.State == SendState.Sent ? "sent" : "skipped",
                Cell(mail.Reason ?? "")).Append("\r\n");
        }

        return new FileContentResult([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(text.ToString())], "text/csv; charset=utf-8") { FileDownloadName = $"simulation-{result.SequenceId}.csv" };
    }

    /// <summary>Quoted where it has to be. What a spreadsheet would take for a formula gets an apostrophe (OWASP, CSV injection).</summary>
    private static string Cell(string value)
    {
        var safe = value.Length > 0 && value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + value : value;
        return safe.AsSpan().IndexOfAny(",\"\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
