using Automail.OrchardModule.Templates.LatestContent;
using Automail.OrchardModule.Tests.Sites;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Autoroute.Models;
using OrchardCore.ContentManagement;
using OrchardCore.ContentManagement.Metadata;
using OrchardCore.Environment.Shell;
using OrchardCore.Html.Models;
using OrchardCore.Title.Models;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Templates;

/// <summary>On a site of its own: with Autoroute on, content of every type has another address.</summary>
public sealed class LatestContentItemTests(Site site) : LatestContentActs(site), IClassFixture<Site>
{
    [Fact]
    public async Task An_item_has_its_own_address_a_summary_and_a_picture()
    {
        await Site.InScopeAsync(async services =>
        {
            var features = services.GetRequiredService<IShellFeaturesManager>();
            var wanted = (await features.GetAvailableFeaturesAsync()).Where(feature => feature.Id is "OrchardCore.Autoroute" or "OrchardCore.Html");
            await features.EnableFeaturesAsync(wanted, force: true);
        });
        await Site.InScopeAsync(services => services.GetRequiredService<IContentDefinitionManager>().AlterTypeDefinitionAsync(
            "Article", type => type.WithPart(nameof(TitlePart)).WithPart(nameof(HtmlBodyPart)).WithPart(nameof(AutoroutePart))));

        var model = await Site.InScopeAsync(async services =>
        {
            var contents = services.GetRequiredService<IContentManager>();
            var item = await contents.NewAsync("Article");
            item.DisplayText = "Mugs & more";
            item.Alter<HtmlBodyPart>(part => part.Html = "<style>p{}</style><p>All&nbsp;about\n <b>mugs</b> &amp; more.</p>" + new string('x', 150) + " " + new string('y', 150));
            item.Weld(new Picture { Paths = ["shop/a mug.png", "other.png"] });
            await contents.CreateAsync(item, VersionOptions.Published);
            return await services.GetRequiredService<LatestContentModel>().CreateAsync(item, "https://shop.example/");
        });

        model["title"].ShouldBe("Mugs & more");
        model["url"].ShouldBeOfType<string>().ShouldMatch("^https://shop.example/[a-z0-9]+-mugs-more$", "the path that Orchard made of the title");
        model["summary"].ShouldBe("All about mugs & more. " + new string('x', 150) + "…");
        model["imageUrl"].ShouldBe("https://shop.example/media/shop/a%20mug.png");
        model["createdUtc"].ShouldBe(Site.Clock.Now);
    }

    /// <summary>As a media field keeps its files.</summary>
    public sealed class Picture : ContentPart
    {
        public string[] Paths { get; set; } = [];
    }
}
