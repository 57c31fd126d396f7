Console.WriteLine("fusion");
