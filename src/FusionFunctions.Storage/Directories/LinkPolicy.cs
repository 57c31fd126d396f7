namespace FusionFunctions.Storage.Directories;

public enum LinkPolicy
{
    /// <summary>Links that leave the directory are refused: it is a store of ours.</summary>
    StayInside,

    /// <summary>Links are followed: it is a user's folder, such as a Hugging Face cache, which is made of links.</summary>
    Follow,
}
