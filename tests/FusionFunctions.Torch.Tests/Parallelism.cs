using Xunit.v3;

// Most tests here wait for other processes: with a thread for each core, half of the cores would stand idle.
[assembly: Parallelization(MaxThreads = 4)]
