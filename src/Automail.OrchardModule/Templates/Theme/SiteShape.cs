using System.Globalization;
using Automail.Engine;
using Automail.Engine.Templates;
using Fluid.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.BackgroundTasks;
using OrchardCore.DisplayManagement;
using OrchardCore.DisplayManagement.Liquid;
using OrchardCore.Environment.Shell.Builders;
using OrchardCore.Environment.Shell.Scope;
using OrchardCore.Liquid;

namespace Automail.OrchardModule.Templates.Theme;

/// <summary>
/// Shapes that Orchard draws into a mail: in the site's theme, in the mail's culture, and as a visitor sees them whom nobody knows, whoever's request the mail is
/// made in and whether there is one at all.
/// </summary>
internal static class SiteShape
{
    /// <summary>A shape as HTML. It has its arguments and, as <c>Mail</c>, the mail's model.</summary>
    /// <exception cref="TemplateException">It could not be drawn.</exception>
    public static async Task<string> DrawAsync(string type, IReadOnlyDictionary<string, FluidValue> arguments, MailLiquidContext mail)
    {
        var shell = ShellScope.Context ?? throw new TemplateException($"The shape '{type}' cannot be drawn outside of a site.");
        var values = arguments.ToDictionary(argument => argument.Key, argument => ModelValues.ToObject(argument.Value));
        values["Mail"] = mail.Mail;
        try
        {
            // A flow of its own: setting the request here would take it from whoever called us.
            Task<string> drawing;
            using (ExecutionContext.SuppressFlow())
            {
                drawing = Task.Run(() => DrawAsync(shell, type, values, mail));
            }

            return await drawing;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new TemplateException($"The shape '{type}' cannot be drawn: {error.Message}", error);
        }
    }

    private static async Task<string> DrawAsync(ShellContext shell, string type, Dictionary<string, object?> values, MailLiquidContext mail)
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = mail.CultureInfo;
        var html = "";
        var scope = await shell.CreateScopeAsync() ?? throw new InvalidOperationException("The site is being restarted.");
        await scope.UsingAsync(
            async current =>
            {
                var services = current.ServiceProvider;
                services.GetRequiredService<IHttpContextAccessor>().HttpContext = await CreateRequestAsync(shell, services);

                // Inside of a view: on its own a shape in Razor would be a page, with the site's layout around it.
                services.GetRequiredService<ViewContextAccessor>().ViewContext = await LiquidViewTemplateExtensions.GetViewContextAsync(new LiquidTemplateContext(services, mail.Options));
                var shape = await services.GetRequiredService<IShapeFactory>().CreateAsync(type, Arguments.From(values));
                foreach (var alternate in Alternates(type, mail.Mail.GetValueOrDefault("language") as string))
                {
                    shape.Metadata.Alternates.Add(alternate);
                }

                using var writer = new LimitedWriter(MailRenderer.MaxLength);
                (await services.GetRequiredService<IDisplayHelper>().ShapeExecuteAsync(shape)).WriteTo(writer, MailHtml.Encoder);
                html = writer.ToString();
            },
            activateShell: false);
        return html;
    }

    /// <summary>The last one counts most: X__nl, X__nl__BE.</summary>
    private static IEnumerable<string> Alternates(string type, string? language)
    {
        var words = (language ?? "").Split('-', StringSplitOptions.RemoveEmptyEntries);
        return Enumerable.Range(1, words.Length).Select(count => $"{type}__{string.Join("__", words.Take(count))}");
    }

    /// <summary>A request for the site's own address, by nobody.</summary>
    private static async Task<HttpContext> CreateRequestAsync(ShellContext shell, IServiceProvider services)
    {
        var request = shell.CreateHttpContext();

        // With an endpoint, whatever it is, links are made by endpoint routing, as on pages.
        request.SetEndpoint(new Endpoint(null, EndpointMetadataCollection.Empty, "mail"));
        if (Uri.TryCreate((await services.GetRequiredService<ISite>().GetProfileAsync()).Url, UriKind.Absolute, out var url))
        {
            (request.Request.Scheme, request.Request.Host, request.Request.PathBase) = (url.Scheme, new HostString(url.Authority), PathString.FromUriComponent(url.AbsolutePath.TrimEnd('/')));
        }

        return request;
    }
}
