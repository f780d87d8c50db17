using System.Net;
using System.Text.RegularExpressions;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Security;
using OrchardCore.Users;
using OrchardCore.Users.Models;
using OrchardCore.Users.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Admin;

/// <summary>Somebody at the admin pages, as a browser without scripts shows them.</summary>
internal sealed partial class AdminBrowser(HttpClient client) : IDisposable
{
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The site's administrator.</summary>
    public static Task<AdminBrowser> AdminAsync(Site site) => LogInAsync(site, Site.AdminName, Site.AdminPassword);

    /// <summary>Somebody who may see the admin pages and what these permissions allow.</summary>
    public static async Task<AdminBrowser> ClerkAsync(Site site, string name, params string[] permissions)
    {
        await site.InScopeAsync(async services =>
        {
            var role = new Role { RoleName = name + "s" };
            role.RoleClaims.AddRange(permissions.Append("AccessAdminPanel").Select(RoleClaim.Create));
            (await services.GetRequiredService<RoleManager<IRole>>().CreateAsync(role)).Succeeded.ShouldBeTrue();
            var problems = new List<string>();
            await services.GetRequiredService<IUserService>().CreateUserAsync(
                new User { UserName = name, Email = $"{name}@shop.example", EmailConfirmed = true, IsEnabled = true, RoleNames = [role.RoleName] },
                Site.AdminPassword,
                (_, problem) => problems.Add(problem));
            problems.ShouldBeEmpty();
        });
        return await LogInAsync(site, name, Site.AdminPassword);
    }

    /// <summary>What is sent with every request.</summary>
    public System.Net.Http.Headers.HttpRequestHeaders Headers => client.DefaultRequestHeaders;

    public void Dispose() => client.Dispose();

    public Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(path, Token);

    /// <summary>The page's HTML; it has to be there.</summary>
    public async Task<string> PageAsync(string path)
    {
        using var response = await GetAsync(path);
        var html = await response.Content.ReadAsStringAsync(Token);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, $"{path} {response.Headers.Location}: {html}");
        return html;
    }

    /// <summary>The page with its character references read, to look for text that people see. Not for what must be encoded.</summary>
    public async Task<string> TextAsync(string path) => WebUtility.HtmlDecode(await PageAsync(path));

    /// <summary>Sends a form of a page to an address, with the page's antiforgery token.</summary>
    public async Task<HttpResponseMessage> PostAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var token = AntiforgeryField().Match(await PageAsync(page)).Groups[1].Value;
        return await PostWithoutTokenAsync(action, [.. fields, ("__RequestVerificationToken", token)]);
    }

    /// <summary>Sends a form of a page with a file, with the page's antiforgery token.</summary>
    public async Task<HttpResponseMessage> PostFileAsync(string page, string action, byte[] file, params (string Name, string Value)[] fields)
    {
        var token = AntiforgeryField().Match(await PageAsync(page)).Groups[1].Value;
        using var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Append(("__RequestVerificationToken", token)))
        {
            content.Add(new StringContent(value), name);
        }

        content.Add(new ByteArrayContent(file), "file", "people.csv");
        return await client.PostAsync(action, content, Token);
    }

    public Task<HttpResponseMessage> PostWithoutTokenAsync(string action, params (string Name, string Value)[] fields)
        => client.PostAsync(action, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))), Token);

    private static async Task<AdminBrowser> LogInAsync(Site site, string name, string password)
    {
        var browser = new AdminBrowser(site.NewBrowser(followRedirects: false));
        using var response = await browser.PostAsync("/Login", "/Login", ("LoginForm.UserName", name), ("LoginForm.Password", password));
        response.StatusCode.ShouldBe(HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync(Token));
        return browser;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex AntiforgeryField();
}
