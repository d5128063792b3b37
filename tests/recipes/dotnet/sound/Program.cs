var said = Example.Greet.Say("Ada");
if (said != "Hello, Ada!")
{
    Console.WriteLine($"somebody is greeted: FAILED, it said '{said}'");
    return 1;
}

return 0;
