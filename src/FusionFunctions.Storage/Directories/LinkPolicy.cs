namespace FusionFunctions.Storage.Directories;

public enum LinkPolicy
{
    /// <summary>Links below the directory are refused by name and left out of listings: it is a store of ours, and a link could lead anywhere.</summary>
    Refuse,

    /// <summary>
    /// Links are followed: it is a user's folder, such as a Hugging Face cache, which is made of links. Listings show linked files;
    /// they do not descend into linked folders, which may form circles.
    /// </summary>
    Follow,
}
