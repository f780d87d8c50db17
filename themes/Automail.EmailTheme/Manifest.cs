using OrchardCore.DisplayManagement.Manifest;

[assembly: Theme(
    Name = "Automail e-mail theme",
    Author = "Automail contributors",
    Version = "0.1.0",
    Description = "The parts that e-mails are made of. A site's theme overrides them, or has this one as its base theme.",
    Dependencies = ["OrchardCore.Liquid"],
    Tags = ["E-mail"])]
