using System.CommandLine;

var root = new RootCommand("E-mail automation: journeys from what people do to the mail that answers it.");
return await root.Parse(args).InvokeAsync();
