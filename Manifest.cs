using Automail.OrchardModule;
using OrchardCore.Modules.Manifest;

[assembly: Module(
    Name = "Automail",
    Author = "Automail contributors",
    Version = "0.1.0",
    Category = "Messaging")]

[assembly: Feature(
    Id = FeatureIds.Automail,
    Name = "Automail",
    Description = "E-mail automation: journeys in workflows and sequences, from what contacts do to the mail that answers it.",
    Category = "Messaging",
    Dependencies =
    [
        "OrchardCore.Contents",
        "OrchardCore.Email",
        "OrchardCore.Liquid",
        "OrchardCore.Settings",
        "OrchardCore.Title",
        "OrchardCore.Users",
        "OrchardCore.Workflows",
    ])]
