using OrchardCore.DisplayManagement.Manifest;

[assembly: Theme(
    Name = "Garden",
    Author = "The garden shop",
    Version = "1.0.0",
    Description = "The site as it is, and mails in the garden's colours.",
    BaseTheme = "TheTheme")]
