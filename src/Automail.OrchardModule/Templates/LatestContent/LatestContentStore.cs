using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using OrchardCore.ContentLocalization.Models;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Records;
using OrchardCore.Security.Permissions;
using OrchardCore.Users;
using OrchardCore.Users.Models;
using OrchardCore.Users.Services;
using YesSql;
using ContentPermissions = OrchardCore.Contents.CommonPermissions;
using ISite = Automail.Engine.ISite;

namespace Automail.OrchardModule.Templates.LatestContent;

/// <summary>Finds published content for a recipient.</summary>
internal sealed class LatestContentStore(
    ISession session, IAuthorizationService authorization, UserManager<IUser> users, IUserService userService, ISite site, LatestContentCache cache, LatestContentModel model)
{
    /// <summary>How far back is looked for content that the recipient may view and read.</summary>
    private const int Reach = 200;

    /// <summary>The latest content of a type, newest first, as templates see it.</summary>
    /// <param name="type">The content type.</param>
    /// <param name="limit">The most items.</param>
    /// <param name="culture">The recipient's culture.</param>
    /// <param name="email">The recipient's address.</param>
    public async Task<IReadOnlyList<object?>> FindAsync(string type, int limit, string culture, string? email)
    {
        var reader = await ReaderAsync(email);
        var rights = string.Join('\n', reader.Claims.Select(claim => $"{claim.Type}={claim.Value}").Order(StringComparer.Ordinal));
        return await cache.GetAsync(new LatestContentKey(type, limit, culture, rights), () => ReadAsync(type, limit, culture, reader));
    }

    private async Task<IReadOnlyList<object?>> ReadAsync(string type, int limit, string culture, ClaimsPrincipal reader)
    {
        var profile = await site.GetProfileAsync();
        var latest = await session.Query<ContentItem, ContentItemIndex>(index => index.Published && index.ContentType == type)
            .OrderByDescending(index => index.CreatedUtc).ThenByDescending(index => index.ContentItemId).Take(Reach).ListAsync();
        var items = new List<object?>();
        foreach (var item in InLanguage(latest, [.. Candidates(culture), .. Candidates(profile.Locale)]))
        {
            if (await authorization.AuthorizeAsync(reader, ContentPermissions.ViewContent, item))
            {
                items.Add(await model.CreateAsync(item, profile.Url));
                if (items.Count == limit)
                {
                    break;
                }
            }
        }

        return items;
    }

    /// <summary>One of each localization set, in the best of these cultures; what has no culture is for all.</summary>
    private static List<ContentItem> InLanguage(IEnumerable<ContentItem> items, List<string> cultures)
    {
        var chosen = new List<(ContentItem Item, int Rank)>();
        var sets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!item.TryGet<LocalizationPart>(out var localization) || string.IsNullOrEmpty(localization.Culture))
            {
                chosen.Add((item, 0));
                continue;
            }

            var rank = cultures.FindIndex(culture => string.Equals(culture, localization.Culture, StringComparison.OrdinalIgnoreCase));
            var set = localization.LocalizationSet ?? item.ContentItemId;
            if (rank >= 0 && sets.TryAdd(set, chosen.Count))
            {
                chosen.Add((item, rank));
            }
            else if (rank >= 0 && rank < chosen[sets[set]].Rank)
            {
                chosen[sets[set]] = (item, rank);
            }
        }

        return [.. chosen.Select(choice => choice.Item)];
    }

    /// <summary>
    /// The recipient's roles and permissions without the person, so that everybody with the same ones shares what was found; what only its owner may view is for nobody.
    /// Nobody in particular where no user has confirmed this address.
    /// </summary>
    private async Task<ClaimsPrincipal> ReaderAsync(string? email)
    {
        if (string.IsNullOrEmpty(email) || await users.FindByEmailAsync(email) is not User { IsEnabled: true, EmailConfirmed: true } user)
        {
            return new ClaimsPrincipal(new ClaimsIdentity());
        }

        var principal = await userService.CreatePrincipalAsync(user);
        return new ClaimsPrincipal(principal.Identities.Select(identity => new ClaimsIdentity(
            identity.Claims.Where(claim => claim.Type == identity.RoleClaimType || claim.Type == Permission.ClaimType), "Automail", identity.NameClaimType, identity.RoleClaimType)));
    }

    /// <summary>nl-BE, then nl.</summary>
    private static IEnumerable<string> Candidates(string? culture)
    {
        for (var rest = culture ?? ""; rest.Length > 0; rest = rest[..Math.Max(rest.LastIndexOf('-'), 0)])
        {
            yield return rest;
        }
    }
}
