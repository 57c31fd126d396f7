using FusionFunctions.Cli;

return await FusionCommandLine.RunAsync(args);
